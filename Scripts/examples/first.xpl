load
condition layer=4 channel=50 y=1 | save "out/heatmap.png"
extract concepts k=3 | save "out/concepts.png"
intervene concept=2 value=1 | save "out/intervention.png"
