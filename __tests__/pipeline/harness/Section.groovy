/** A `pipeline` or a `stage` as the Jenkinsfile describes it. */
class Section {
  String kind
  String name
  Object agent = null
  List<Map> options = []
  Conditions conditions = null
  Closure input = null
  Closure environment = null
  Closure steps = null
  List<Section> stages = null
  List<Section> parallel = null
  boolean failFast = false
  Map<String, Closure> post = [:]
  List<Map> parameters = []
  List<Map> triggers = []

  Map option(String name) {
    options.find { it.name == name }
  }
}
