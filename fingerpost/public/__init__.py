"""What the public sees: frozen publications, the site and the open data drawn from them."""
