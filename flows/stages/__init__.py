"""What happens, without Prefect: crawl, clean, group, recognise, announce, deliver.

Each stage takes an open database, finds its left-over work in the store, and may be killed at any point and run again.
"""
