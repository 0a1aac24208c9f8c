/**
 * Reads the declarative sections. As in Jenkins, the whole model is made before the first stage begins: arguments of
 * options are known from then on, conditions and steps are evaluated when it is their turn.
 */
class ModelReader {
  static final List<String> POST = ['always', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful', 'cleanup']

  /** Wrappers are steps, too; the others say something about the whole job. */
  static final Map<String, List<String>> OPTIONS = [
    pipeline: ['buildDiscarder', 'disableConcurrentBuilds', 'disableRestartFromStage', 'timestamps', 'timeout', 'skipDefaultCheckout', 'skipStagesAfterUnstable', 'lock'],
    stage: ['timestamps', 'timeout', 'skipDefaultCheckout', 'lock'],
  ]
  static final Map<String, List<String>> OPTION_ARGUMENTS = [
    buildDiscarder: ['value'], disableConcurrentBuilds: ['abortPrevious'], disableRestartFromStage: [], timestamps: [], timeout: ['time', 'unit', 'activity'],
    skipDefaultCheckout: ['value'], skipStagesAfterUnstable: [], lock: ['resource', 'extra', 'label', 'quantity', 'inversePrecedence'],
  ]

  final Build build
  final Script script

  ModelReader(Build build, Script script) {
    this.build = build
    this.script = script
  }

  Section pipeline(Closure body) {
    Section root = new Section(kind: 'pipeline')
    Map<String, Closure> readers = shared(root) + [
      parameters: { Closure inside -> root.parameters = described(inside, [choice: ['name', 'choices', 'description'], string: ['name', 'defaultValue', 'description'], booleanParam: ['name', 'defaultValue', 'description']], 'parameters') },
      triggers: { Closure inside -> root.triggers = described(inside, [cron: ['value'], pollSCM: ['value']], 'triggers') },
    ]
    read(body, readers, 'pipeline')
    if (root.agent == null) throw build.refuse('the pipeline has no agent')
    if (root.stages == null) throw build.refuse('the pipeline has no stages')
    return root
  }

  private Section stage(String name, Closure body, boolean insideParallel) {
    Section stage = new Section(kind: 'stage', name: name)
    Map<String, Closure> readers = shared(stage) + [
      when: { Closure inside -> stage.conditions = conditions(inside) },
      input: { Closure inside -> stage.input = inside },
      steps: { Closure inside -> stage.steps = inside },
      parallel: { Closure inside -> stage.parallel = stages(inside, true) },
      failFast: { boolean value -> stage.failFast = value },
    ]
    read(body, readers, "stage '${name}'")
    int bodies = [stage.steps, stage.stages, stage.parallel].count { it != null }
    if (bodies != 1) throw build.refuse("stage '${name}' has ${bodies} of steps, stages and parallel, and needs one")
    if (stage.parallel != null && stage.agent != null) throw build.refuse("stage '${name}' is parallel, and can't have an agent")
    if (stage.parallel != null && insideParallel) throw build.refuse("stage '${name}' is parallel inside parallel")
    if (stage.failFast && stage.parallel == null) throw build.refuse("stage '${name}' has failFast, and no parallel")
    return stage
  }

  private Map<String, Closure> shared(Section section) {
    return [
      agent: { Object value -> section.agent = value instanceof Closure ? label((Closure) value) : value },
      options: { Closure inside -> section.options = options(inside, section.kind) },
      environment: { Closure inside -> section.environment = inside },
      stages: { Closure inside -> section.stages = stages(inside, false) },
      post: { Closure inside -> read(inside, POST.collectEntries { condition -> [condition, { Closure steps -> section.post[condition] = steps }] }, 'post') },
    ]
  }

  private String label(Closure body) {
    String found = null
    read(body, [label: { Object value -> found = "${value}" }], 'agent')
    return found
  }

  private List<Section> stages(Closure body, boolean insideParallel) {
    List<Section> found = []
    read(body, [stage: { String name, Closure inside -> found << stage(name, inside, insideParallel) }], 'stages')
    if (found.isEmpty()) throw build.refuse('stages has no stage')
    if (found*.name.toSet().size() < found.size()) throw build.refuse("two stages of one name: ${found*.name}")
    return found
  }

  private List<Map> options(Closure body, String kind) {
    Map helpers = [logRotator: { Map settings -> settings }]
    List<Map> found = described(body, OPTION_ARGUMENTS.subMap(OPTIONS[kind]), "options of a ${kind}", helpers)
    if (found*.name.toSet().size() < found.size()) throw build.refuse("an option is given twice: ${found*.name}")
    return found
  }

  /** A list of calls such as `timeout(time: 1, unit: 'HOURS')`. */
  private List<Map> described(Closure body, Map<String, List<String>> known, String where, Map helpers = [:]) {
    List<Map> found = []
    Map readers = known.collectEntries { name, arguments ->
      [name, { Object... given ->
        Map named = given.length == 1 && given[0] instanceof Map ? (Map) given[0] : given.length == 1 ? [(arguments[0] ?: 'value'): given[0]] : [:]
        if (given.length > 1) throw build.refuse("${name} takes named arguments")
        List strange = named.keySet().findAll { !arguments.contains(it) } as List
        // buildDiscarder's value is itself a map.
        if (name != 'buildDiscarder' && !strange.isEmpty()) throw build.refuse("${name} of ${where} has no argument ${strange}")
        found << [name: name, arguments: named]
      }]
    }
    read(body, readers + helpers, where)
    return found
  }

  private Conditions conditions(Closure body) {
    Conditions found = new Conditions()
    Map flags = ['beforeOptions', 'beforeInput', 'beforeAgent'].collectEntries { flag -> [flag, { boolean value -> found.setProperty(flag, value) }] }
    read(body, flags + tests(found.all), 'when')
    if (found.all.isEmpty()) throw build.refuse('when has no condition')
    return found
  }

  private Map<String, Closure> tests(List<Closure<Boolean>> into) {
    return [
      branch: { String name -> into << { !build.environment.CHANGE_ID && build.environment.BRANCH_NAME == name } },
      changeRequest: { -> into << { build.environment.CHANGE_ID != null } },
      expression: { Closure test -> into << { evaluate(test) as boolean } },
      not: { Closure inside -> List<Closure> inner = nested(inside); into << { !inner.every { it.call() } } },
      anyOf: { Closure inside -> List<Closure> inner = nested(inside); into << { inner.any { it.call() } } },
      allOf: { Closure inside -> List<Closure> inner = nested(inside); into << { inner.every { it.call() } } },
    ]
  }

  private List<Closure> nested(Closure inside) {
    List<Closure> found = []
    read(inside, tests(found), 'when')
    return found
  }

  private Object evaluate(Closure test) {
    Closure copy = (Closure) test.clone()
    copy.delegate = new StepScope(build, script)
    copy.resolveStrategy = Closure.DELEGATE_ONLY
    return copy.call()
  }

  private void read(Closure body, Map<String, Closure> readers, String where) {
    body.delegate = new SectionScope(build, script, readers, where)
    body.resolveStrategy = Closure.DELEGATE_ONLY
    body.call()
  }
}
