/** What `error`, or a command that fails, throws. */
class StepFailure extends Exception {
  StepFailure(String message) {
    super(message)
  }
}
