"""What every reader page shares: layout, languages, errors, caching, robots and sitemap."""
