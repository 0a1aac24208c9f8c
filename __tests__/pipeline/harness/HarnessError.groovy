/** The Jenkinsfile does what Jenkins wouldn't take, or what this harness doesn't model. No catchError may hide it. */
class HarnessError extends Error {
  HarnessError(String message) {
    super(message)
  }
}
