/** The conditions of a `when`; all must hold. */
class Conditions {
  boolean beforeOptions = false
  boolean beforeInput = false
  boolean beforeAgent = false
  List<Closure<Boolean>> all = []
}
