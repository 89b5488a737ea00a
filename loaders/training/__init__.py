"""Training of the reader of skill spans: ``python -m skillweave.loaders.training --shared DIR``.

Nothing here is needed to read postings. The optional packages come with
``pip install 'skillweave[training]'``.
"""
