import java.util.concurrent.Semaphore

/**
 * Branches of `parallel` take turns, a step each, in the order of the file: only the one with the baton runs, so
 * that every run is like the other.
 */
class Baton {
  private List<Branch> branches = []

  /** Runs the bodies to their ends, and returns how each has failed, or null. */
  List<Throwable> run(List<Closure> bodies) {
    if (!branches.isEmpty()) throw new HarnessError('parallel inside parallel is not modelled')
    Semaphore finished = new Semaphore(0)
    branches = bodies.collect { new Branch() }
    List<Branch> all = branches
    bodies.eachWithIndex { body, index ->
      Branch branch = all[index]
      Thread.startDaemon {
        branch.turn.acquire()
        try {
          body.call(branch)
        } catch (Throwable failure) {
          branch.failure = failure
        }
        branch.ended = true
        Branch next = after(branch)
        if (next == null) finished.release() else next.turn.release()
      }
    }
    all.first().turn.release()
    finished.acquire()
    branches = []
    return all.collect { it.failure }
  }

  /** Lets the next branch do its step. */
  void pass(Branch current) {
    Branch next = after(current)
    if (next == null) return
    next.turn.release()
    current.turn.acquire()
  }

  /** Every branch that still runs, but for this one. */
  List<Branch> others(Branch current) {
    branches.findAll { !it.ended && !it.is(current) }
  }

  private Branch after(Branch current) {
    int index = branches.findIndexOf { it.is(current) }
    List<Branch> round = branches.drop(index + 1) + branches.take(index)
    return round.find { !it.ended }
  }
}
