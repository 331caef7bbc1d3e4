"""What gunicorn serves: ``gunicorn -c config/gunicorn.py service.wsgi:app``."""

import gc

import config
from service.app import create_app
from service.summariser import warm_up

app = create_app(config.load())
# Done once in the parent, so that every worker shares it and no request waits for it. What is there now stays
# for good: were the collector to look at it again, it would copy its pages into every worker.
warm_up()
gc.collect()
gc.freeze()
