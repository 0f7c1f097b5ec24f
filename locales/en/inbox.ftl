# The demo's inbox. It exists in the demo only.
inbox-title = Demo inbox
inbox-lead = In the demo no message really leaves. Mails, SMS and WhatsApp messages appear here, the newest first.
inbox-empty = No messages yet. Sign in or make an account, then look here again.
inbox-hold = Stop renewing this page
inbox-renew = Renew this page every 5 seconds
inbox-email = Email
inbox-to = to { $to },
inbox-push = Notification on a device
