load
def share(layer, class=1) {
  let r = rank layer=$layer y=$class
  return $r.importance.max
}
let first = share 4
expect $first > 0
let same = share layer=4 class=1
expect $same == $first
let other = share 4 class=3
expect $other != $first
