package io.spillway.runtime.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class PlainLogTest {
  @Test
  void aValueBeginsNoLineAndCommandsNoTerminal() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, UTF_8));
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(PlainLogTest.class.getResource("/logback.xml"));
      context
          .getLogger("test")
          .atInfo()
          .addKeyValue("sku", "A\r\n12:00:00.000 ERROR forged\u001b[2J\u0085")
          .log("Order refused");
    } finally {
      context.stop();
      System.setOut(before);
    }
    assertThat(out.toString(UTF_8).strip().lines()).hasSize(1);
    assertThat(out.toString(UTF_8).strip()).endsWith("ERROR forged?[2J?\"");
  }
}
