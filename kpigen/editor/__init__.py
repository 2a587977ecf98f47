"""What an editor is told about the files: JSON Schemas and samples from the declared shapes."""
