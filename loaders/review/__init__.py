"""The loop with people: what is doubtful goes out, answers come back and win over extraction.

:mod:`~skillweave.loaders.review.doubts` finds and ranks what to ask,
:mod:`~skillweave.loaders.review.files` writes and reads the file in which a person answers,
:mod:`~skillweave.loaders.review.corrections` applies answers to Records, and
:mod:`~skillweave.loaders.review.labels` turns them into labels for training and score.
"""
