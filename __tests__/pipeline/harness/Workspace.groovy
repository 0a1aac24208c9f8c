/** Files of a folder on an agent, each with what it says: `good` or `bad`. It stays as it is between two uses. */
class Workspace {
  String label
  boolean used = false
  String commit = null
  final Map<String, String> files = [:]
  /** What files say that a command's output went to. */
  final Map<String, String> texts = [:]

  Map<String, String> matching(String patterns) {
    List<String> forms = patterns.split(',').collect { it.trim() }
    return files.findAll { file, content -> forms.any { file ==~ antPattern(it) } }
  }

  static String antPattern(String form) {
    return form.split(/(?<=\*\*)|(?=\*\*)/).collect { part ->
      part == '**' ? '.*' : part.split('(?=[*])|(?<=[*])').collect { it == '*' ? '[^/]*' : java.util.regex.Pattern.quote(it) }.join('')
    }.join('')
  }
}
