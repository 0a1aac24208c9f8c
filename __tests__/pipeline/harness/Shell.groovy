import java.util.regex.Matcher

/** `sh`: what a command does in this run is planned, by patterns. */
class Shell {
  private final Build build

  Shell(Build build) {
    this.build = build
  }

  /**
   * Completes the event with how the command ends: its exit code is null when the build is aborted meanwhile. As in
   * DurableTaskStep.handleExit, a script that ends with 0 has succeeded, even if it was to be stopped.
   */
  Object run(Map arguments, Map event) {
    String command = arguments.script
    Workspace workspace = build.context.workspace
    Map rule = (Map) planned('commands', command)[0] ?: [:]
    String missing = named('needs', command).find { workspace.matching(it).isEmpty() }
    if (missing != null) event.missing = missing
    if (rule.omits) event.omitted = rule.omits
    if (rule.hangs) throw build.endlessWait("the command ${command}")
    if (rule.slow) 10.times { build.takeTurn() }

    // Who is aborted is killed, unless the plan has it end by itself at that moment.
    int own = missing != null ? 127 : (int) (rule.exitCode != null ? rule.exitCode : rule.aborts ? 143 : 0)
    if (missing == null) leaveBehind(command, workspace, rule, own)
    int code = own == 0 ? endOf(command) : own
    if (rule.aborts) {
      Interruption abort = build.abort()
      if (code != 0) throw abort
    }
    event.exitCode = code
    if (arguments.returnStatus) return code
    if (code != 0) throw new StepFailure("script returned exit code ${code}")
    // Not trimmed.
    return arguments.returnStdout ? "${printed(rule)}\n".toString() : null
  }

  /** Of a command that succeeds. */
  private static int endOf(String command) {
    Matcher exit = command =~ /&& exit (\d+)$/
    return exit.find() ? exit.group(1) as int : 0
  }

  private void leaveBehind(String command, Workspace workspace, Map rule, int code) {
    Matcher removal = command =~ /^rm -rf ([^&]+)/
    if (removal.find()) removal.group(1).trim().split(' ').each { name -> workspace.files.keySet().removeAll { it.startsWith("${name}/") } }
    String says = code == 0 && !rule.reportsFailure ? 'good' : 'bad'
    (named('writes', command) - ((List<String>) (rule.omits ?: []))).each { workspace.files[it] = says }
    Matcher commit = command =~ /^git checkout --quiet --detach (\S+)/
    if (commit.find()) workspace.commit = commit.group(1)
    Matcher redirection = command =~ />(\S+)/
    if (rule.output && redirection.find()) workspace.texts[redirection.group(1)] = "${printed(rule)}\n".toString()
  }

  private String printed(Map rule) {
    return ((String) (rule.output ?: '')).replace('COMMIT', build.context.workspace.commit)
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
