/** What ends a build from outside: somebody's abort, a refused approval, a time limit, `failFast`. */
class Interruption extends Exception {
  final String reason

  Interruption(String reason) {
    super("interrupted: ${reason}")
    this.reason = reason
  }
}
