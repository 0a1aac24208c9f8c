import java.util.concurrent.Semaphore

/** A branch of `parallel`, in a thread of its own. */
class Branch {
  final Semaphore turn = new Semaphore(0)
  /** Thrown by the branch's next step. */
  Interruption pending = null
  Throwable failure = null
  boolean ended = false
}
