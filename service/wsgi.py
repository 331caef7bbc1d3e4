"""What gunicorn serves: ``gunicorn -c config/gunicorn.py service.wsgi:app``."""

import gc
import threading

from service.summariser import language

# A third of a second of unpacking that leaves the interpreter free for what is loaded meanwhile.
_preloading = threading.Thread(target=language.preload)
_preloading.start()

import config  # noqa: E402
from service.app import create_app  # noqa: E402
from service.summariser import warm_up  # noqa: E402

app = create_app(config.load())
_preloading.join()
# Done once in the parent, so that every worker shares it and no request waits for it. What is there now stays
# for good: were the collector to look at it again, it would copy its pages into every worker.
warm_up()
gc.collect()
gc.freeze()
