import java.util.regex.Matcher

/** `sh`: what a command does in this run is planned, by patterns. */
class Shell {
  private final Build build
  private final StepScope steps

  Shell(Build build, StepScope steps) {
    this.build = build
    this.steps = steps
  }

  /** Completes the event with how the command ends: its exit code is null when the build is aborted meanwhile. */
  Object run(Map arguments, Map event) {
    String command = arguments.script
    Workspace workspace = build.context.workspace
    Map rule = (Map) planned('commands', command)[0] ?: [:]
    String missing = named('needs', command).find { workspace.matching(it).isEmpty() }
    if (missing != null) event.missing = missing
    if (rule.omits) event.omitted = rule.omits
    if (rule.hangs) throw build.endlessWait("the command ${command}")
    if (rule.slow) 10.times { steps.takeTurn() }

    int code = missing != null ? 127 : (int) (rule.exitCode ?: 0)
    if (missing == null) leaveBehind(command, workspace, rule, code)
    if (rule.aborts) throw build.abort()
    event.exitCode = code
    if (arguments.returnStatus) return code
    if (code != 0) throw new StepFailure("script returned exit code ${code}")
    // Not trimmed.
    return arguments.returnStdout ? "${rule.output ?: ''}\n".toString().replace('COMMIT', workspace.commit) : null
  }

  private void leaveBehind(String command, Workspace workspace, Map rule, int code) {
    String says = code == 0 && !rule.reportsFailure ? 'good' : 'bad'
    (named('writes', command) - ((List<String>) (rule.omits ?: []))).each { workspace.files[it] = says }
    Matcher commit = command =~ /^git checkout --quiet --detach (\S+)$/
    if (commit.find()) workspace.commit = commit.group(1)
  }

  private List<Map> planned(String key, String command) {
    return ((List<Map>) (build.plan[key] ?: [])).findAll { command =~ ((String) it.match) }
  }

  /** Files that the plan's effects name for a command; in a name, $1 is the first group of the effect's pattern. */
  private List<String> named(String key, String command) {
    List<String> names = []
    planned('effects', command).findAll { it[key] }.each { Map effect ->
      Matcher matcher = command =~ ((String) effect.match)
      while (matcher.find()) {
        String group = matcher.groupCount() > 0 ? matcher.group(1) : ''
        names.addAll(((List<String>) effect[key])*.replace('$1', group))
      }
    }
    return names
  }
}
