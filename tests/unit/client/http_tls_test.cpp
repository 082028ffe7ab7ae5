#include "certificates.hpp"
#include "loopback.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <httplib.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

namespace xrep::client {
namespace {

using test::Identity;
using test::issue;
using test::make_authority;
using test::TempDir;
using test::Validity;
using ::testing::HasSubstr;

/// An HTTPS server on a free port; with `clients` only for their certificates.
class TlsServer {
 public:
  explicit TlsServer(const Identity& identity, const Identity* clients = nullptr,
                     int newest_tls = TLS1_3_VERSION)
      : server_(identity.certificate.get(), identity.key.get(), store_of(clients)) {
    SSL_CTX_set_max_proto_version(server_.ssl_context(), newest_tls);
    server_.Post("/api", [this](const httplib::Request&, httplib::Response& response) {
      ++answered_;
      response.set_content("secured", "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) {
      std::this_thread::yield();
    }
  }
  ~TlsServer() {
    server_.stop();
    thread_.join();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(port_);
  }
  int answered() const { return answered_; }

 private:
  // The server's to free.
  static X509_STORE* store_of(const Identity* authority) {
    if (authority == nullptr) {
      return nullptr;
    }
    X509_STORE* const store = X509_STORE_new();
    X509_STORE_add_cert(store, authority->certificate.get());
    return store;
  }

  httplib::SSLServer server_;
  std::atomic<int> answered_{0};
  int port_ = 0;
  std::thread thread_;
};

/// Shakes hands with one client and asks for its certificate, then reads until the client is gone.
/// A server that hangs up at once may destroy its own alert by the reset that follows it.
class Doorman {
 public:
  Doorman(const Identity& identity, const Identity& clients, int newest_tls)
      : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free),
        listener_(test::listen_on_loopback()) {
    SSL_CTX_set_max_proto_version(context_.get(), newest_tls);
    SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), clients.certificate.get());
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    thread_ = std::thread([this] { serve(); });
  }
  ~Doorman() {
    ::shutdown(listener_.number(), SHUT_RDWR);
    thread_.join();
  }
  Doorman(const Doorman&) = delete;
  Doorman& operator=(const Doorman&) = delete;

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_of(listener_)); }
  bool let_in() const { return let_in_; }

 private:
  void serve() {
    pollfd waiting{listener_.number(), POLLIN, 0};
    ::poll(&waiting, 1, -1);
    const test::Descriptor socket(::accept(listener_.number(), nullptr, nullptr));
    if (socket.number() < 0) {
      return;
    }
    const std::unique_ptr<SSL, void (*)(SSL*)> tls(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(tls.get(), socket.number());
    let_in_ = SSL_accept(tls.get()) == 1;
    ::shutdown(socket.number(), SHUT_WR);
    for (char some[1024]; ::recv(socket.number(), some, sizeof some, 0) > 0;) {
    }
  }

  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  const test::Descriptor listener_;
  std::atomic<bool> let_in_{false};
  std::thread thread_;
};

class HttpTls : public Loopback {
 protected:
  std::filesystem::path ca_file() const {
    return folder_.write("ca.pem", authority_.certificate_pem());
  }

  std::filesystem::path client_cert(const Identity& identity) const {
    return folder_.write("client.pem", identity.certificate_pem() + identity.key_pem());
  }

  static Expected<HttpResponse> change(const HttpOptions& options) {
    return HttpClient(options).send(change_of("/api", "x"), Deadline::in(kPatience));
  }

  /// The message, once it is sure that the request was refused for the settings and named them.
  static std::string refusal_of(const HttpOptions& options) {
    const auto response = change(options);
    if (response) {
      ADD_FAILURE() << "HTTP " << response->status << " instead of an error";
      return {};
    }
    const auto& error = response.error();
    EXPECT_EQ(error.code, Errc::settings) << error.message;
    EXPECT_THAT(error.message, HasSubstr(options.base_url));
    EXPECT_THAT(error.message, HasSubstr("settings api_url, ca_file, client_cert and proxy"));
    return error.message;
  }

  const TempDir folder_;
  const Identity authority_ = make_authority("xrep test authority");
  const Identity server_identity_ = issue(authority_, "IP:127.0.0.1,DNS:localhost");
};

TEST_F(HttpTls, AcceptsAServerOfTheGivenAuthority) {
  const TlsServer server(server_identity_);
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const auto response = change({server.url(host), ca_file(), {}, {}});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "secured");
  }
}

TEST_F(HttpTls, RefusesAServerOfAnUnknownAuthority) {
  const TlsServer server(server_identity_);
  refusal_of({server.url(), {}, {}, {}});
  EXPECT_EQ(server.answered(), 0);
}

TEST_F(HttpTls, RefusesAServerOfAnotherAuthorityThanTheGivenOne) {
  const auto other = make_authority("another authority");
  const TlsServer server(issue(other, "IP:127.0.0.1"));
  refusal_of({server.url(), ca_file(), {}, {}});
  EXPECT_EQ(server.answered(), 0);
}

TEST_F(HttpTls, RefusesAServerWithTheNameOfAnother) {
  const TlsServer server(issue(authority_, "DNS:xray.example"));
  for (const char* host : {"127.0.0.1", "localhost"}) {
    refusal_of({server.url(host), ca_file(), {}, {}});
  }
  EXPECT_EQ(server.answered(), 0);
}

TEST_F(HttpTls, RefusesAServerWhoseCertificateIsOver) {
  const TlsServer server(issue(authority_, "IP:127.0.0.1", Validity::last_week));
  EXPECT_THAT(refusal_of({server.url(), ca_file(), {}, {}}), HasSubstr("expired"));
  EXPECT_EQ(server.answered(), 0);
}

TEST_F(HttpTls, NamesAnAuthorityFileThatIsNotThere) {
  const TlsServer server(server_identity_);
  EXPECT_THAT(refusal_of({server.url(), folder_ / "gone.pem", {}, {}}), HasSubstr("gone.pem"));
}

TEST_F(HttpTls, NamesAClientCertificateThatIsNotThere) {
  const TlsServer server(server_identity_);
  EXPECT_THAT(refusal_of({server.url(), ca_file(), {}, folder_ / "gone.pem"}),
              HasSubstr("gone.pem"));
}

TEST_F(HttpTls, ShowsTheClientCertificateToAServerThatAsksForIt) {
  const TlsServer server(server_identity_, &authority_);
  const auto cert = client_cert(issue(authority_, "DNS:client.example"));
  const auto response = change({server.url(), ca_file(), {}, cert});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "secured");
}

TEST_F(HttpTls, WithoutTheClientCertificateThatAServerAsksForIsAFaultOfTheSettings) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const Doorman doorman(server_identity_, authority_, version);
    refusal_of({doorman.url(), ca_file(), {}, {}});
    EXPECT_FALSE(doorman.let_in());
  }
}

TEST_F(HttpTls, WithAClientCertificateThatTheServerDoesNotTrustIsAFaultOfTheSettings) {
  const auto cert = client_cert(issue(make_authority("another authority"), "DNS:client.example"));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const Doorman doorman(server_identity_, authority_, version);
    refusal_of({doorman.url(), ca_file(), {}, cert});
    EXPECT_FALSE(doorman.let_in());
  }
}

TEST_F(HttpTls, GetsNoAnswerWithoutTheClientCertificateThatAServerAsksFor) {
  const TlsServer server(server_identity_, &authority_);
  EXPECT_FALSE(change({server.url(), ca_file(), {}, {}}));
  EXPECT_EQ(server.answered(), 0);
}

TEST_F(HttpTls, WithAServerThatSpeaksPlainHttpMeansNotDelivered) {
  test::CannedServer server({test::hang_up_after(1)});
  const auto response = change({"https" + server.url().substr(4), ca_file(), {}, {}});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::not_delivered) << response.error().message;
}

TEST_F(HttpTls, WithAServerThatIsTooOldMeansNotDelivered) {
  const TlsServer server(server_identity_, nullptr, TLS1_1_VERSION);
  const auto response = change({server.url(), ca_file(), {}, {}});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::not_delivered) << response.error().message;
  EXPECT_EQ(server.answered(), 0);
}

}  // namespace
}  // namespace xrep::client
