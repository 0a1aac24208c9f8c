/**
 * What a name means inside a declarative section. DELEGATE_ONLY: otherwise a wrong name would be looked up in the
 * sections around it, and be found there.
 */
class SectionScope {
  private final Build build
  private final Script script
  private final Map<String, Closure> readers
  private final String where

  SectionScope(Build build, Script script, Map<String, Closure> readers, String where) {
    this.build = build
    this.script = script
    this.readers = readers
    this.where = where
  }

  def methodMissing(String name, Object given) {
    Object[] arguments = (Object[]) given
    Closure reader = readers[name]
    if (reader != null) return reader.call(*arguments)
    if (script.metaClass.respondsTo(script, name)) return script.invokeMethod(name, arguments)
    throw build.refuse("${where} has no ${name}")
  }

  def propertyMissing(String name) {
    if (name in ['none', 'any']) return name
    return script.getProperty(name)
  }
}
