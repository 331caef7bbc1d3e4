"""The use cases of batches, called by nobody but time: workers that take jobs from the database and do them."""
