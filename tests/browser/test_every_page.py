"""Every page that links lead to, as everybody: axe finds nothing, and nothing is wider than the window."""

from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Enter
from tests.guards.urls import addresses

AXE = Axe().axe_script
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STARTS = {
    "": [
        "/",
        "/ina/",
        "/ina/ask/",
        "/ina/homes/talk/",
        "/ina/stays/akagi-desk/",
        "/find-support/results/",
        "/_demo/",
        "/_kit/",
        "/nowhere/",
        "/account/login/",
        "/account/signup/",
    ],
    "person": ["/me/", "/me/erase/", "/account/2fa/", "/account/sessions/", "/account/email/"],
    "head": ["/ina/staff/"],
    "department": ["/ina/staff/"],
    "officer": ["/ina/staff/"],
    "contractor": ["/ina/staff/"],
    "prefecture": ["/nagano-ken/staff/"],
    "operator": ["/kayoi-operator/staff/"],
    "broker": ["/ina/partner/homes/"],
    "counter": ["/ina/partner/furusato/"],
    "sublessor": ["/ina/partner/lettings/"],
}  # fmt: skip
# Only posted to, opened from a mail or after a step, or of a row that the demonstration does not have, or not on every
# day: the crawl takes the first rows of each kind, and which those are is told by the day and the lot.
NOT_BY_LINK = {
    "appointments:add_exception", "appointments:add_hours", "appointments:ask_host", "appointments:booking",
    "appointments:calendar_entry", "appointments:cancel", "appointments:confirm_day", "appointments:disclose_stop",
    "appointments:feed", "appointments:finish_day", "appointments:host", "appointments:make_feed", "appointments:move",
    "appointments:remove_exception", "appointments:remove_hours", "appointments:remove_stop",
    "appointments:revoke_feed", "appointments:send_day", "appointments:staff_cancel", "appointments:staff_move",
    "consultations:asked", "consultations:count_mail", "consultations:file_mail", "consultations:mail_enclosure",
    "consultations:put_back_mail", "consultations:read_mail", "consultations:reopen", "consultations:save_draft",
    "consultations:set_aside_mail", "consultations:withdraw_desk", "demo:auth_app_authorize", "demo:auth_app_keys",
    "demo:auth_app_metadata", "demo:auth_app_token", "demo:log_in_as", "fairs:addresses", "fairs:asked_for",
    "fairs:cancel_request", "fairs:card", "fairs:doubles", "fairs:labels", "fairs:send", "fairs:send_requests",
    "fairs:stock", "fairs:take_back", "fairs:take_referrals", "fairs:tally", "fairs:visit", "fairs:withdraw_visit",
    "fairs:worker", "family_plans:change", "family_plans:follow", "family_plans:share", "family_plans:stop_sharing",
    "family_plans:tick", "family_plans:tick_for", "furusato:accept_report", "furusato:cancel_sign_up",
    "furusato:card_keys", "furusato:card_list", "furusato:card_lost", "furusato:card_manifest", "furusato:card_object",
    "furusato:card_take", "furusato:card_worker", "furusato:counter_pack", "furusato:counter_send",
    "furusato:counter_worker", "furusato:delete_post", "furusato:desk_pack", "furusato:desk_send",
    "furusato:desk_worker", "furusato:end_claim", "furusato:end_counter_person", "furusato:group_mails",
    "furusato:group_photo", "furusato:here", "furusato:host", "furusato:host_activities", "furusato:host_add",
    "furusato:host_list", "furusato:host_page", "furusato:host_poster", "furusato:leave_group",
    "furusato:let_member_back", "furusato:mail_host", "furusato:meet_up", "furusato:my_group", "furusato:my_post",
    "furusato:national_out", "furusato:object_to_hiding", "furusato:pass", "furusato:publish_benefit",
    "furusato:register_step", "furusato:renew_mine", "furusato:renew_ready", "furusato:report_post",
    "furusato:report_sign_up", "furusato:restore_card", "furusato:revoke_card", "furusato:rotate_keys",
    "furusato:say_who_came", "furusato:sign_up", "furusato:staff_group_photo", "furusato:staff_post",
    "furusato:step_activity", "furusato:step_group", "furusato:step_post", "furusato:stop_group_mails",
    "furusato:town_post", "furusato:whose_row", "furusato:write_post", "furusato:write_reply", "homes:add_pictures",
    "homes:answer_assignment", "homes:answer_survey", "homes:answered", "homes:approve_seeker", "homes:ask_for_caller",
    "homes:asked", "homes:begin_blocker", "homes:cancel_viewing", "homes:choose_inquiry", "homes:close_counter",
    "homes:close_entrance", "homes:compare", "homes:complete_contract", "homes:counter_contract", "homes:counter_key",
    "homes:counter_picture", "homes:counter_return_key", "homes:counter_survey", "homes:counter_viewed",
    "homes:discard_register", "homes:end_agent", "homes:end_assignment", "homes:end_broker_member", "homes:entrance",
    "homes:finish_viewing", "homes:forget", "homes:give_own_consent", "homes:hand_to_broker", "homes:home_offer",
    "homes:key", "homes:lead_offer", "homes:lead_owner", "homes:offer_draft", "homes:offer_mandate",
    "homes:offer_paper", "homes:offer_send", "homes:offer_state", "homes:offer_step", "homes:offer_withdraw",
    "homes:picture", "homes:plan_survey", "homes:public_picture", "homes:record_check", "homes:refuse_application",
    "homes:register_header", "homes:remove_facility", "homes:reopen_blocker", "homes:reopen_lead",
    "homes:resend_application", "homes:returned", "homes:send_survey", "homes:share_wishes", "homes:start_register",
    "homes:stop_search", "homes:survey_code", "homes:survey_worker", "homes:take_down", "homes:take_facilities",
    "homes:take_house", "homes:told", "homes:viewing", "homes:viewing_for_caller", "homes:wishes_for_owner",
    "homes:withdraw_own_consent", "identity:finish_proof", "identity:invitation", "identity:second_factor_needed",
    "imports:discard", "imports:header", "imports:start", "portal:connect", "portal:erased", "portal:give_consent",
    "portal:remove_household_member", "portal:support_forget", "portal:support_pick", "portal:support_restore",
    "portal:support_usual", "portal:withdraw_consent", "rounds:answer", "rounds:reply", "rounds:start_round",
    "rounds:stop_round", "rounds:thanks", "rounds:unsubscribe", "rulesets:adopt", "rulesets:arrange", "rulesets:drop",
    "rulesets:drop_case", "rulesets:end", "rulesets:give_back", "rulesets:propose", "rulesets:withdraw",
    "schemes:allow_status", "schemes:batch_file", "schemes:breach", "schemes:carry_commitment", "schemes:check_again",
    "schemes:confirm_payee", "schemes:decide", "schemes:decide_chosen", "schemes:decide_day",
    "schemes:decide_departures", "schemes:dismiss_breach", "schemes:draft", "schemes:enquiry_sheet", "schemes:keep",
    "schemes:make_binder", "schemes:note_finding", "schemes:note_silence", "schemes:one_question", "schemes:own_claim",
    "schemes:own_proof", "schemes:own_report", "schemes:papers", "schemes:prove_by_register", "schemes:publish",
    "schemes:question", "schemes:questions", "schemes:recover_after", "schemes:release_finding",
    "schemes:remind_office", "schemes:report_breach", "schemes:resend_application", "schemes:reverse_repayment",
    "schemes:send", "schemes:send_back", "schemes:settle_batch", "schemes:show_payee", "schemes:state",
    "schemes:upload", "schemes:use", "schemes:void_batch", "schemes:withdraw", "schemes:you", "settling:discard",
    "settling:kiosk_done", "settling:link", "settling:match", "settling:retell", "settling:retract", "stays:apply",
    "stays:arrival_code", "stays:arrive", "stays:cancel", "stays:caption", "stays:clean", "stays:contest",
    "stays:contest_house", "stays:contest_picture", "stays:contest_results", "stays:contest_step", "stays:decide_stay",
    "stays:desk_arrive", "stays:desk_book", "stays:desk_cancel", "stays:desk_leave", "stays:desk_own",
    "stays:desk_pause", "stays:desk_withdraw", "stays:dismiss_judge", "stays:end_lessor_member", "stays:enter_contest",
    "stays:feed", "stays:here", "stays:ical", "stays:intent", "stays:invite_to_judge", "stays:judge",
    "stays:judge_entry", "stays:judge_picture", "stays:key_code", "stays:lease_day", "stays:lease_paper",
    "stays:leave", "stays:letting_paper", "stays:letting_received", "stays:longer", "stays:my_desks", "stays:my_homes",
    "stays:open_again", "stays:open_plan", "stays:pay", "stays:pay_fee", "stays:pay_rent", "stays:picture",
    "stays:poster", "stays:publish_house", "stays:questions", "stays:read_key", "stays:register_sheet",
    "stays:remind_fee", "stays:remind_rent", "stays:remove_photo", "stays:revoke_feed", "stays:room_beside",
    "stays:room_hours", "stays:send_back_stay", "stays:staff_longer", "stays:staff_paper", "stays:state",
    "stays:stay_applied", "stays:strike_guest", "stays:take_damage_back", "stays:take_stay", "stays:tenancy_decision",
    "stays:undo", "stays:upload", "stays:waiting_one", "stays:withdraw_entry", "surveys:answer", "surveys:begin",
    "surveys:close_version", "surveys:codes", "surveys:done", "surveys:draft", "surveys:enter",
    "surveys:move_question", "surveys:next_version", "surveys:open_version", "surveys:publish", "surveys:published",
    "surveys:quota", "surveys:remove_question", "surveys:remove_quota", "tours:agency_file", "tours:apply",
    "tours:ask", "tours:check_in_worker", "tours:close_list", "tours:date_step", "tours:decline", "tours:draw",
    "tours:hold_date", "tours:miss", "tours:new_date", "tours:outcome", "tours:participants", "tours:pass_on",
    "tours:publish_terms", "tours:questions", "tours:receipt", "tours:refuse", "tours:remove_item", "tours:scores",
    "tours:send_check_in", "tours:staff_step", "tours:state", "tours:step", "tours:terms", "tours:tour_step",
    "tours:undo_check_in", "village_sheets:begin", "village_sheets:compare", "village_sheets:edit",
    "village_sheets:hand_in", "village_sheets:publish", "village_sheets:send_back", "village_sheets:withdraw",
    "workspace:add_note", "workspace:bulk", "workspace:consent", "workspace:end_membership",
    "workspace:end_protection", "workspace:end_sharing", "workspace:finish_follow_up", "workspace:hand_over",
    "workspace:hand_over_case", "workspace:hand_over_paper", "workspace:handle_message",
    "workspace:remove_household_member", "workspace:say_distinct", "workspace:undo_hand_over", "workspace:undo_merge",
    "workspace:viewing_in_day", "workspace:voices", "workspace:withdraw_invitation",
}  # fmt: skip
# Files and logging out are not pages.
LEFT_OUT = {
    "account_logout", "furusato:evidence_photo", "furusato:own_photo", "furusato:uses_file", "homes:application_form",
    "homes:application_mandate", "homes:application_paper_file", "homes:inquiry_letters", "homes:letter",
    "homes:letters", "homes:published", "homes:sheet", "homes:silent", "homes:survey_paper",
    "identity:start_proof", "indicators:figures_file", "mfa_download_recovery_codes", "portal:accent",
    "portal:attachment", "portal:export", "portal:healthz", "rulesets:file", "rulesets:pack",
    "schemes:binder_file", "schemes:carried_paper", "schemes:letter", "schemes:pack", "schemes:paper_page",
    "schemes:returned_sheet", "schemes:trial_file", "stays:found_photo", "stays:my_paper", "stays:photo",
    "stays:staff_paper_page", "workspace:attachment", "workspace:letter",
}  # fmt: skip


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


class Links(HTMLParser):
    """Where the links of a page lead, but for files."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and "download" not in given and (href := given.get("href")):
            self.found.append(href)


def crawl(context: BrowserContext, starts: list[str], most: int, within: str = "/") -> Iterator[tuple[str, str]]:
    """Go where links lead within an address, to so many rows at most of each named one, without opening the pages.

    Yield name and address of each; the address is empty where it is no page.
    """
    waiting, known = deque(starts), Counter({name_of(urlsplit(start).path): most for start in starts})
    seen = set(starts)
    while waiting:
        path = waiting.popleft()
        answer = context.request.get(path)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        yield name_of(urlsplit(answer.url).path) or path, path if is_page else ""
        for link in Links(answer.text()).found if is_page else ():
            found = urlsplit(urljoin(answer.url, link))
            name = name_of(found.path)
            to = f"{found.path}?{found.query}" if found.query else found.path
            here = found.netloc == urlsplit(answer.url).netloc and found.path.startswith(within)
            if here and name and name not in LEFT_OUT and known[name] < most and not (found.path in seen or to in seen):
                known[name] += 1
                seen |= {to, found.path}
                waiting.append(to)


def violations(page: Page) -> list[tuple[str, str]]:
    found = page.evaluate("options => axe.run(options)", {"runOnly": RULES, "resultTypes": ["violations"]})
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]


def faults(page: Page) -> list[str]:
    """Return what is wrong with a page, at the widths of a desk, a phone and a small phone."""
    wrong = []
    page.evaluate(AXE)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong.append(f"{wide} px wide in a window of {width}")
        if width != 320:
            wrong += [f"{rule} at {width}: {html}" for rule, html in violations(page)]
    return wrong


def faults_within(context: BrowserContext, address: str) -> dict[str, list[str]]:
    """Return by page what is wrong with the page of an address and with those below it that links lead to."""
    page, start = context.new_page(), urlsplit(address).path
    wrong = {}
    for name, path in crawl(context, [start], 2, within=start):
        if path:
            page.goto(path)
            if found := faults(page):
                wrong[name] = found
    return wrong


def test_every_page_can_be_used_and_is_reached_by_links(enter: Enter) -> None:
    wrong: dict[str, list[str]] = {}  # by page; who sees most of it comes first
    reached: set[str] = set()
    for key, starts in STARTS.items():
        context = enter(key, bypass_csp=True)
        page = context.new_page()
        for name, path in crawl(context, starts, 2 if key == "head" else 1):
            if path and name not in reached:
                page.goto(path)
                if found := faults(page):
                    wrong[name] = found
            reached.add(name)
    assert wrong == {}
    pages = {address.name for address in addresses() if address.mark}
    assert pages - reached - LEFT_OUT - NOT_BY_LINK == set()
    assert NOT_BY_LINK - pages == set()
