module onemerge/rehearsal/pause

go 1.26.0
