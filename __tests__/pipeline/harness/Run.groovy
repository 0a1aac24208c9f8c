// Runs Jenkinsfiles without Jenkins, in the Groovy that Jenkins has. It is a model of declarative pipelines, written from
// Jenkins' documentation and source: what it shows is order, agents, locks, approvals, and what follows from a failure.
// It can't show that a plugin is installed, that Jenkins' sandbox allows a call, or how long anything takes.
//
// groovy Run.groovy IN OUT. IN: {jenkinsfiles: {NAME: TEXT}, runs: [{jenkinsfile: NAME, plan: {...}}, ...]}.
// OUT: a list of {result, description, events, workspaces, harnessError}, a run each.
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import org.codehaus.groovy.control.CompilationFailedException
import org.codehaus.groovy.control.CompilerConfiguration

Map input = (Map) new JsonSlurper().parse(new File((String) args[0]), 'UTF-8')

CompilerConfiguration configuration = new CompilerConfiguration(scriptBaseClass: 'PipelineScript')
Map<String, Object> compiled = input.jenkinsfiles.collectEntries { String name, String text ->
  GroovyClassLoader loader = new GroovyClassLoader(getClass().classLoader, configuration)
  try {
    return [name, loader.parseClass(new GroovyCodeSource(text, 'Jenkinsfile', '/jenkinsfile'))]
  } catch (CompilationFailedException mistake) {
    return [name, mistake.message]
  }
}

List<Map> outcomes = input.runs.collect { Map run ->
  Object script = compiled[(String) run.jenkinsfile]
  if (script instanceof String) return [result: 'FAILURE', description: null, events: [], workspaces: [], harnessError: script]
  Build build = new Build((Map) new JsonSlurper().parseText(JsonOutput.toJson([parameters: [:]] + run.plan)))
  try {
    ((PipelineScript) ((Class) script).newInstance()).start(build)
  } catch (HarnessError error) {
    build.harnessError = build.harnessError ?: error
  } catch (Exception failure) {
    build.refuse("the Jenkinsfile ended with ${failure}")
  }
  return [result: build.result, description: build.description, events: build.events,
          workspaces: build.workspaces.collect { [label: it.label, files: it.files.keySet()] },
          harnessError: build.harnessError?.message]
}
new File((String) args[1]).setText(JsonOutput.toJson(outcomes), 'UTF-8')
