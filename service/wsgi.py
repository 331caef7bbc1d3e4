"""What gunicorn serves: ``gunicorn -c config/gunicorn.py service.wsgi:app``."""

import config
from service.app import create_app
from service.summariser import warm_up

app = create_app(config.load())
# Done once in the parent, so that every worker shares it and no request waits for it.
warm_up()
