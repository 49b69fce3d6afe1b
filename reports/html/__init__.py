"""Reports as pages: one file each, which asks for nothing and is readable without a script."""
