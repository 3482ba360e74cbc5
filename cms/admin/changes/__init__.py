"""Changes of what readers see: asked for by who may not publish, decided by who may."""
