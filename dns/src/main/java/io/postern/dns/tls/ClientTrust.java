package io.postern.dns.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Verifies the certificates of clients, and says in the log which are refused and why. */
final class ClientTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager verifying;
  private final Complaints complaints;

  ClientTrust(X509ExtendedTrustManager verifying, Complaints complaints) {
    this.verifying = verifying;
    this.complaints = complaints;
  }

  private interface Check {
    void run() throws CertificateException;
  }

  private void check(X509Certificate[] chain, String from, Check check)
      throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      var client = chain[0].getSubjectX500Principal().getName();
      complaints.say(
          "The client certificate of " + client + from + " is refused: " + reason(chain[0]));
      throw e;
    }
  }

  private static String reason(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return "it is not one that a listed authority has given to a client.";
    } catch (CertificateExpiredException e) {
      return "it has expired, on " + certificate.getNotAfter().toInstant() + ".";
    } catch (CertificateNotYetValidException e) {
      return "it is not valid before " + certificate.getNotBefore().toInstant() + ".";
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    var from = " at " + socket.getInetAddress().getHostAddress();
    check(chain, from, () -> verifying.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    var from = engine.getPeerHost() == null ? "" : " at " + engine.getPeerHost();
    check(chain, from, () -> verifying.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, "", () -> verifying.checkClientTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a server");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a server");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return verifying.getAcceptedIssuers();
  }
}
