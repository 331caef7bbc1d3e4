"""What the service promises to survive, done to it: ``python -m tests.torture.kill``, ``.batches``, ``.faults`` …"""
