/** Where in the pipeline a step runs. */
class Context {
  List<String> stages = []
  Workspace workspace = null
  List<String> locks = []
  List<String> limits = []
  /** Of the stage that is running; shared with what runs inside it. */
  Map outcome = [result: 'SUCCESS']
  Branch branch = null

  Context with(Map changes) {
    Context copy = new Context(stages: stages, workspace: workspace, locks: locks, limits: limits, outcome: outcome, branch: branch)
    changes.each { name, value -> copy.setProperty((String) name, value) }
    return copy
  }
}
