/** One run of a Jenkinsfile: what was planned for it, what happened, and what is where. */
class Build {
  static final List<String> RESULTS = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'NOT_BUILT', 'ABORTED']

  final Map plan
  final List<Map> events = []
  final Map<String, Object> environment = [:]
  final Map<String, Map<String, String>> stashes = [:]
  final List<Workspace> workspaces = []
  final Baton baton = new Baton()
  final ThreadLocal<Context> contexts = new ThreadLocal<Context>()
  String result = null
  String description = null
  HarnessError harnessError = null
  int checkouts = 0

  Build(Map plan) {
    this.plan = plan
    environment.putAll((Map) (plan.environment ?: [:]))
    contexts.set(new Context())
  }

  Context getContext() {
    contexts.get()
  }

  /** Runs the body in a context that differs from the current one in these properties. */
  Object within(Map changes, Closure body) {
    Context outer = context
    contexts.set(outer.with(changes))
    try {
      return body.call()
    } finally {
      contexts.set(outer)
    }
  }

  Map record(String type, Map facts = [:]) {
    Map event = [type: type, stage: context.stages.join(' > '), agent: context.workspace?.label,
                 locks: context.locks, limits: context.limits] + facts
    events << event
    return event
  }

  /** A harness error is remembered, so that it counts even where the Jenkinsfile catches everything. */
  HarnessError refuse(String message) {
    HarnessError error = new HarnessError(message)
    harnessError = harnessError ?: error
    return error
  }

  /** A result only gets worse. */
  void worsen(String next) {
    if (result == null || RESULTS.indexOf(next) > RESULTS.indexOf(result)) result = next
  }

  static String worse(String one, String other) {
    RESULTS[Math.max(RESULTS.indexOf(one ?: 'SUCCESS'), RESULTS.indexOf(other ?: 'SUCCESS'))]
  }

  static String resultOf(Throwable failure) {
    if (!(failure instanceof Interruption)) return 'FAILURE'
    return ((Interruption) failure).reason == 'failFast' ? 'FAILURE' : 'ABORTED'
  }

  /** Waits for what never comes: the innermost time limit ends it. */
  Interruption endlessWait(String what) {
    if (context.limits.isEmpty()) throw refuse("${what} waits for ever: no time limit is around it")
    record('time limit', [what: what, limit: context.limits.last()])
    return new Interruption('time limit')
  }

  /** The first free workspace of a label; on one agent two builds or branches never share one. */
  Workspace allocate(String label) {
    Workspace free = workspaces.find { it.label == label && !it.used }
    if (free == null) {
      free = new Workspace(label: label)
      ((List<String>) (plan.leftBehind ?: [])).each { free.files[it] = 'good' }
      workspaces << free
    }
    free.used = true
    return free
  }

  /** Another branch may have its turn before; an interruption that is due arrives here. */
  void takeTurn() {
    Branch branch = context.branch
    if (branch == null) return
    baton.pass(branch)
    if (branch.pending != null) {
      Interruption due = branch.pending
      branch.pending = null
      throw due
    }
  }

  /** Somebody aborts the build: every branch is interrupted. */
  Interruption abort() {
    record('abort')
    interruptOthers('abort')
    return new Interruption('abort')
  }

  /** Each other branch that still runs is interrupted in its next step. */
  void interruptOthers(String reason) {
    baton.others(context.branch).each { it.pending = it.pending ?: new Interruption(reason) }
  }
}
