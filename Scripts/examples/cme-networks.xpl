# The three networks that cme.xpl reads concepts from: they tell shapes, or shapes with their sizes, on drawings like dSprites, and
# shapes in rooms like those of 3D Shapes. Strided convolutions with batch norm and three dense layers, Adam, first with large
# steps, then with smaller ones.
#
# Takes about half an hour on two cores. What it wrote, from these seeds, lies beside it in cme/.

def learn(data, name) {
  train strided-cnn epochs=12 patience=12 lr=0.001 seed=1
  let end = (train epochs=4 patience=4 lr=0.0001 seed=1)
  show $end
  save model $name
  expect $end.accuracy > 0.97 name="the network has learned its task"
}
