"""A printed table document, read anew and held against the rubric: `kpigen rubric compare`."""
