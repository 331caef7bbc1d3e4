"""What gunicorn serves: ``gunicorn -c config/gunicorn.py service.wsgi:app``."""

import config
from service.app import create_app

app = create_app(config.load())
