package io.postern.dns.datagram;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.BindException;

/**
 * The system calls that a datagram socket needs, as the C library has them. Pointers are passed as
 * numbers, so that a call makes no object; whoever calls keeps the memory behind them alive.
 */
final class LinuxCalls {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  static final int SHUT_RDWR = 2;

  static final int SOL_IP = 0;
  static final int IP_PKTINFO = 8;
  static final int SOL_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int IPV6_RECVPKTINFO = 49;
  static final int IPV6_PKTINFO = 50;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_REUSEPORT = 15;
  static final int SO_RCVTIMEO = 20;

  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int UDP_GRO = 104;

  static final int MSG_WAITFORONE = 0x10000;

  private static final int EACCES = 13;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /**
   * All calls are made in one form, of five numbers in registers, as making a form takes the time
   * of ten thousand calls. Numbers of 32 bits have their sign extended then, as all systems of 64
   * bits that Linux has want it, and what a function does not ask for it does not see.
   */
  private static final FunctionDescriptor FORM =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle SOCKET = call("socket");
  private static final MethodHandle BIND = call("bind");
  private static final MethodHandle GETSOCKNAME = call("getsockname");
  private static final MethodHandle SETSOCKOPT = call("setsockopt");
  private static final MethodHandle SHUTDOWN = call("shutdown");
  private static final MethodHandle CLOSE = call("close");
  private static final MethodHandle RECVMMSG = quickCall("recvmmsg");
  private static final MethodHandle SENDMMSG = quickCall("sendmmsg");

  private LinuxCalls() {}

  @SuppressWarnings("restricted") // what this class is for
  private static MethodHandle call(String name) {
    var linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().findOrThrow(name);
    return linker.downcallHandle(symbol, FORM, Linker.Option.captureCallState("errno"));
  }

  /** A call that does not tell why it failed: to tell, an object is made for each call. */
  @SuppressWarnings("restricted") // what this class is for
  private static MethodHandle quickCall(String name) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FORM);
  }

  /** What the last call of a thread left behind when it failed. */
  static final class Outcome {
    private final MemorySegment state;

    Outcome(Arena arena) {
      this.state = arena.allocate(STATE);
    }

    /** Passes a result on that is not negative. */
    int orThrow(int result, String what) throws IOException {
      if (result >= 0) {
        return result;
      }
      var errno = (int) ERRNO.get(state, 0L);
      var message = what + " failed: " + meaning(errno);
      throw errno == EADDRINUSE || errno == EADDRNOTAVAIL || errno == EACCES
          ? new BindException(message)
          : new IOException(message);
    }

    private static String meaning(int errno) {
      return switch (errno) {
        case EADDRINUSE -> "the address is in use";
        case EADDRNOTAVAIL -> "this machine does not have the address";
        case EACCES -> "permission denied";
        default -> "error " + errno;
      };
    }
  }

  private static AssertionError impossible(Throwable e) {
    return new AssertionError("a call into the C library throws nothing", e);
  }

  private static int invoke(
      MethodHandle call, Outcome outcome, long one, long two, long three, long four, long five) {
    try {
      return (int) call.invokeExact(outcome.state, one, two, three, four, five);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int socket(Outcome outcome, int family) {
    return invoke(SOCKET, outcome, family, SOCK_DGRAM_CLOEXEC, 0, 0, 0);
  }

  static int bind(Outcome outcome, int socket, long address, int length) {
    return invoke(BIND, outcome, socket, address, length, 0, 0);
  }

  static int getsockname(Outcome outcome, int socket, long address, long length) {
    return invoke(GETSOCKNAME, outcome, socket, address, length, 0, 0);
  }

  static int setsockopt(
      Outcome outcome, int socket, int level, int option, long value, int length) {
    return invoke(SETSOCKOPT, outcome, socket, level, option, value, length);
  }

  static int shutdown(Outcome outcome, int socket) {
    return invoke(SHUTDOWN, outcome, socket, SHUT_RDWR, 0, 0, 0);
  }

  static int close(Outcome outcome, int socket) {
    return invoke(CLOSE, outcome, socket, 0, 0, 0, 0);
  }

  /** Waits for one datagram, and takes all that are there then, up to {@code count}. */
  static int recvmmsg(int socket, long messages, int count) {
    try {
      return (int)
          RECVMMSG.invokeExact((long) socket, messages, (long) count, (long) MSG_WAITFORONE, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int sendmmsg(int socket, long messages, int count) {
    try {
      return (int) SENDMMSG.invokeExact((long) socket, messages, (long) count, 0L, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
