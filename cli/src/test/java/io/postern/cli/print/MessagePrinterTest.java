package io.postern.cli.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.cli.session.OutputFormat;
import io.postern.client.call.Written;
import io.postern.v1.Plan;
import io.postern.v1.Subscription;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagePrinterTest {
  private static final Subscription CONTOSO =
      Subscription.newBuilder()
          .setName("subscriptions/contoso")
          .setDisplayName("Contoso: \"Ltd\"")
          .addRegisteredProviders("Microsoft.Network")
          .putTags("on", "yes")
          .build();
  private static final Subscription FABRIKAM =
      Subscription.newBuilder().setName("subscriptions/fabrikam").build();

  @Test
  void whatAWriteMadeHasItsRevisionTokenAtTheEnd() {
    var written = new Written<>(FABRIKAM, "r7");

    assertEquals(
        """
        {
          "name": "subscriptions/fabrikam",
          "revisionToken": "r7"
        }
        """,
        printed(OutputFormat.JSON, printer -> printer.written(written)));
    assertEquals(
        """
        name: subscriptions/fabrikam
        revisionToken: r7
        """,
        printed(OutputFormat.YAML, printer -> printer.written(written)));
    assertEquals(
        """
        {
          "revisionToken": "r7"
        }
        """,
        printed(
            OutputFormat.JSON,
            printer -> printer.written(new Written<>(Subscription.getDefaultInstance(), "r7"))));
  }

  @Test
  void whatWasOnlyCheckedHasNoRevisionToken() {
    var checked = new Written<>(FABRIKAM, "r7", Optional.of(Plan.getDefaultInstance()));

    assertEquals(
        printed(OutputFormat.JSON, printer -> printer.one(FABRIKAM)),
        printed(OutputFormat.JSON, printer -> printer.written(checked)));
  }

  @Test
  void oneMessageIsAnObject() {
    assertEquals(
        """
        {
          "name": "subscriptions/contoso",
          "tags": {
            "on": "yes"
          },
          "displayName": "Contoso: \\"Ltd\\"",
          "registeredProviders": ["Microsoft.Network"]
        }
        """,
        printed(OutputFormat.JSON, printer -> printer.one(CONTOSO)));
  }

  @Test
  void aListIsAnArray() {
    assertEquals(
        """
        [
          {
            "name": "subscriptions/fabrikam"
          },
          {
            "name": "subscriptions/fabrikam"
          }
        ]
        """,
        printed(OutputFormat.JSON, printer -> printer.list(Stream.of(FABRIKAM, FABRIKAM))));
  }

  @Test
  void anEmptyListIsAnEmptyArray() {
    assertEquals("[]\n", printed(OutputFormat.JSON, printer -> printer.list(Stream.of())));
    assertEquals("[]\n", printed(OutputFormat.YAML, printer -> printer.list(Stream.of())));
  }

  @Test
  void yamlSaysTheSameAndQuotesWhatItWouldTakeForSomethingElse() {
    assertEquals(
        """
        name: subscriptions/contoso
        tags:
          on: yes
        displayName: 'Contoso: "Ltd"'
        registeredProviders:
        - Microsoft.Network
        """,
        printed(OutputFormat.YAML, printer -> printer.one(CONTOSO)));
  }

  @Test
  void aYamlListIsOneSequence() {
    assertEquals(
        "- name: subscriptions/fabrikam\n- name: subscriptions/fabrikam\n",
        printed(OutputFormat.YAML, printer -> printer.list(Stream.of(FABRIKAM, FABRIKAM))));
  }

  @Test
  void aStreamHasALineOrADocumentForEach() {
    assertEquals(
        "{\"name\":\"subscriptions/fabrikam\"}\n",
        printed(OutputFormat.JSON, printer -> printer.next(FABRIKAM)));
    assertEquals(
        "---\nname: subscriptions/fabrikam\n",
        printed(OutputFormat.YAML, printer -> printer.next(FABRIKAM)));
  }

  private static String printed(OutputFormat format, Consumer<MessagePrinter> print) {
    var text = new StringWriter();
    print.accept(new MessagePrinter(new PrintWriter(text), format));
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
