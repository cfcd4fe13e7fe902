"""What whoever runs the service can ask of it at the command line: one module for each verb."""
