/** The part of `currentBuild` that needs no approval of a script. `result` is null until it is set; `currentResult` never is. */
class CurrentBuild {
  private final Build build

  CurrentBuild(Build build) {
    this.build = build
  }

  String getResult() { build.result }

  String getCurrentResult() { build.result ?: 'SUCCESS' }

  String getDescription() { build.description }

  void setDescription(String text) {
    build.description = text
    build.record('description', [text: text])
  }

  void setResult(String result) { build.worsen(result) }

  List<Map> getBuildCauses() {
    return ((List<String>) build.plan.causes).collect { [_class: it, shortDescription: "Started by ${it}".toString()] }
  }

  def propertyMissing(String name) {
    throw build.refuse("currentBuild.${name} is not modelled, or needs an approval")
  }
}
