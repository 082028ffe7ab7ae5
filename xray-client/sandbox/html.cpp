#include "html.hpp"

#include "style.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace xrep::sandbox {
namespace {

std::string without_markers(std::string_view text) {
  constexpr std::string_view kMarker = "{noformat}";
  std::string plain;
  while (true) {
    const std::size_t at = text.find(kMarker);
    plain += text.substr(0, at);
    if (at == std::string_view::npos) return plain;
    text.remove_prefix(at + kMarker.size());
    // The markers stand on lines of their own; their line ends go with them.
    if (!text.empty() && text.front() == '\n' && (plain.empty() || plain.back() == '\n')) {
      text.remove_prefix(1);
    }
  }
}

}  // namespace

std::string escape(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else if (c == '"') {
      safe += "&quot;";
    } else if (c == '\'') {
      safe += "&#39;";
    } else if (control && c != '\n' && c != '\t') {
      safe += "\xEF\xBF\xBD";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string monospace(std::string_view text) {
  if (text.empty()) return {};
  std::string plain = without_markers(text);
  plain.erase(plain.find_last_not_of(" \t\r\n") + 1);
  // A line end right after <pre> is dropped by browsers; this one is there to be dropped.
  return "<pre>\n" + escape(plain) + "</pre>";
}

std::string frame(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
         escape(title) + "</title><style>" + style_sheet() +
         "</style></head>\n<body><div class=\"note\"><a href=\"/\"><b>xrep sandbox</b></a>: a "
         "local "
         "stand-in for Xray. What you see is on this machine only; nothing is stored at "
         "Atlassian.</div>\n<main>" +
         body + "</main></body></html>\n";
}

std::string link_to(const std::string& key) {
  return "<a href=\"/browse/" + escape(key) + "\">" + escape(key) + "</a>";
}

std::string links_to(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : ", ") + link_to(key);
  return text;
}

const char* tone_of(const std::string& status) {
  if (status == "PASSED") return "passed";
  if (status == "FAILED" || status == "ABORTED") return "failed";
  if (status == "EXECUTING") return "busy";
  return status == "TODO" ? "todo" : "other";
}

std::string badge(const std::string& status) {
  return std::string("<span class=\"badge ") + tone_of(status) + "\">" + escape(status) + "</span>";
}

int rank_of(const std::string& status) {
  static const std::map<std::string, int> ranks = {
      {"FAILED", 0}, {"ABORTED", 1}, {"EXECUTING", 3}, {"TODO", 4}, {"PASSED", 5}};
  const auto rank = ranks.find(status);
  return rank == ranks.end() ? 2 : rank->second;
}

std::vector<StatusCount> count_statuses(const std::vector<Run>& runs) {
  std::map<std::string, std::size_t> counts;
  for (const Run& run : runs) ++counts[run.status];
  std::vector<StatusCount> sorted;
  sorted.reserve(counts.size());
  for (const auto& [status, count] : counts) sorted.push_back({status, count});
  std::stable_sort(sorted.begin(), sorted.end(), [](const StatusCount& a, const StatusCount& b) {
    return rank_of(a.status) < rank_of(b.status);
  });
  return sorted;
}

std::string status_bar(const std::vector<StatusCount>& counts) {
  std::string bar = "<div class=\"bar\">";
  for (const StatusCount& part : counts) {
    std::array<char, 64> flex{};
    std::snprintf(flex.data(), flex.size(), "\" style=\"flex:%zu\" title=\"%zu ", part.count,
                  part.count);
    bar += std::string("<i class=\"") + tone_of(part.status) + flex.data() + escape(part.status) +
           "\"></i>";
  }
  return bar + "</div>";
}

}  // namespace xrep::sandbox
