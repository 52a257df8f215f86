package io.postern.cli.dns;

import io.postern.cli.session.CommandFailure;
import io.postern.dns.master.Fault;
import io.postern.dns.master.LoadedZone;
import io.postern.dns.master.MasterFileException;
import io.postern.dns.master.ZoneLoader;
import io.postern.dns.name.DnsName;
import io.postern.dns.name.InvalidNameException;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The zones that a command line names, read from their files. */
final class ZoneArguments {
  private static final int NETWORK = 1;

  private final PrintWriter errors;

  /** The zones, all of them without an error. */
  record Loaded(List<LoadedZone> zones) {
    /** An index in which the network called {@code key} has all zones. */
    ZoneIndex index(String key) {
      var index = ZoneIndex.empty();
      var view = NetworkView.of(NETWORK, false);
      for (int id = 0; id < zones.size(); id++) {
        var zone = zones.get(id).zone();
        index = index.withZone(id, zone);
        view = view.withLink(zone.apex(), new Link(id, false));
      }
      return index.withNetwork(key, view, Set.of());
    }

    String summary() {
      long records = zones.stream().mapToLong(LoadedZone::records).sum();
      return zones.size()
          + (zones.size() == 1 ? " zone with " : " zones with ")
          + records
          + " records";
    }
  }

  /**
   * @param errors where each fault of a file has a line, before the one that the command ends with
   */
  ZoneArguments(PrintWriter errors) {
    this.errors = errors;
  }

  /** Reads what {@code NAME=FILE} arguments name. The faults of all files are told at once. */
  Loaded load(List<String> arguments) {
    var loaded = new ArrayList<LoadedZone>();
    var refused = new ArrayList<String>();
    for (var each : files(arguments).entrySet()) {
      var zone = load(each.getKey(), each.getValue());
      if (zone == null) refused.add(each.getKey().toString());
      else loaded.add(zone);
    }
    errors.flush();
    if (!refused.isEmpty())
      throw CommandFailure.usage(
          "nothing is served: what is wrong with "
              + String.join(", ", refused)
              + " stands above, or its first "
              + MasterFileException.LIMIT
              + " errors");
    return new Loaded(loaded);
  }

  private static Map<DnsName, Path> files(List<String> arguments) {
    var files = new LinkedHashMap<DnsName, Path>();
    for (var argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals <= 0 || equals == argument.length() - 1)
        throw CommandFailure.usage("--zone: '" + argument + "' is not NAME=FILE");
      try {
        var name = DnsName.parse(argument.substring(0, equals));
        if (files.putIfAbsent(name, Path.of(argument.substring(equals + 1))) != null)
          throw CommandFailure.usage("--zone: the zone " + name + " is named twice");
      } catch (InvalidNameException | InvalidPathException e) {
        throw CommandFailure.usage("--zone: " + e.getMessage());
      }
    }
    return files;
  }

  private @Nullable LoadedZone load(DnsName name, Path file) {
    try {
      var zone = ZoneLoader.load(name, file);
      zone.warnings().forEach(fault -> errors.println(warning(fault)));
      return zone;
    } catch (MasterFileException e) {
      e.faults().forEach(errors::println);
      return null;
    } catch (IOException e) {
      throw CommandFailure.usage("--zone: " + file + " " + why(e));
    }
  }

  private static String warning(Fault fault) {
    return fault.place() + ": warning: " + fault.reason();
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "is not there";
      case AccessDeniedException _ -> "may not be read";
      default -> "cannot be read: " + e.getMessage();
    };
  }
}
