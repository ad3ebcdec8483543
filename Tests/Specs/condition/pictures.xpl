load
condition layer=4 channel=50 y=1 | save "heat.png"
condition layer=4 channel=50 y=1 | save "heat.svg"
condition layer=4 channel=[[50], [3]] y=1 sample=0..2 | save "heat.pdf"
condition layer=4 channel=50 y=1 | save "heat.npz"
condition layer=4 channel=50 y=1 | save "heat.json"
