package io.postern.dns.testing;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The command-line clients {@code dig} and {@code kdig}, which take the same arguments. */
public final class Dig {
  private final String program;

  private Dig(String program) {
    this.program = program;
  }

  public static Dig dig() {
    return new Dig("dig");
  }

  public static Dig kdig() {
    return new Dig("kdig");
  }

  /** Asks once and reads the answer that is printed. */
  public Answered ask(InetSocketAddress server, String name, String type, String... options) {
    return Answered.ofPrinted(print(server, name, type, options));
  }

  /** Asks once; all that is printed. */
  public String print(InetSocketAddress server, String name, String type, String... options) {
    var arguments = new ArrayList<String>();
    arguments.add("@" + server.getAddress().getHostAddress());
    arguments.addAll(List.of("-p", String.valueOf(server.getPort())));
    arguments.addAll(List.of("+time=5", "+retry=0", "+noquestion", "+nostats"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(name + ".", type));
    return Program.output(program, arguments);
  }
}
