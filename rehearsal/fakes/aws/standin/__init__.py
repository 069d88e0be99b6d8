"""The stand-in AWS of the rehearsal: MiniStack, extended where this app needs more than it has."""
