"""The web server's settings: `gunicorn --config python:cms.ops.gunicorn_conf cms.wsgi`.

https://gunicorn.org/reference/settings/
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.conf import settings  # reads which module the line above names

bind = f"{settings.BIND}:{settings.PORT}"
worker_class = "gthread"
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
timeout = 60
graceful_timeout = 15
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
