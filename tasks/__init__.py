"""THE HANDS: thin Celery tasks (ids in, flow called, done) and the worker that runs them."""
