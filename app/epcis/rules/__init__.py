"""What an EPCIS event is: its checks, identifiers, canonical form and hash. Pure."""
