"""When things happen and who is told: stages, Prefect flows, digests, channels, deployments, the command line."""
